namespace Canonical.Testing;

/// <summary>A WSDL of the two operations for general SOAP clients. As with Workday's own, element and attribute forms are qualified.</summary>
internal static class WorkdayWsdl
{
    public static string Create(string version, Uri address) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:wd-wsdl="urn:com.workday/bsvc/Human_Resources" xmlns:wd="urn:com.workday/bsvc" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:soapbind="http://schemas.xmlsoap.org/wsdl/soap/" name="Human_Resources" targetNamespace="urn:com.workday/bsvc/Human_Resources">
          <wsdl:types>
            <xsd:schema elementFormDefault="qualified" attributeFormDefault="qualified" targetNamespace="urn:com.workday/bsvc">
              <xsd:element name="Server_Timestamp_Get" type="wd:Server_Timestamp_GetType"/>
              <xsd:element name="Server_Timestamp" type="wd:Server_TimestampType"/>
              <xsd:element name="Get_Workers_Request" type="wd:Get_Workers_RequestType"/>
              <xsd:element name="Get_Workers_Response" type="wd:Get_Workers_ResponseType"/>
              <xsd:attribute name="version" type="xsd:string"/>
              <xsd:complexType name="Server_Timestamp_GetType"><xsd:attribute ref="wd:version"/></xsd:complexType>
              <xsd:complexType name="Server_TimestampType">
                <xsd:sequence><xsd:element name="Server_Timestamp_Data" type="xsd:dateTime"/></xsd:sequence>
                <xsd:attribute ref="wd:version"/>
              </xsd:complexType>
              <xsd:complexType name="IDType"><xsd:simpleContent><xsd:extension base="xsd:string"><xsd:attribute name="type" type="xsd:string"/></xsd:extension></xsd:simpleContent></xsd:complexType>
              <xsd:complexType name="ReferenceType"><xsd:sequence><xsd:element name="ID" type="wd:IDType" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence></xsd:complexType>
              <xsd:complexType name="Request_ReferencesType">
                <xsd:sequence><xsd:element name="Worker_Reference" type="wd:ReferenceType" maxOccurs="unbounded"/></xsd:sequence>
                <xsd:attribute name="Skip_Non_Existing_Instances" type="xsd:boolean"/>
              </xsd:complexType>
              <xsd:complexType name="Response_FilterType">
                <xsd:sequence>
                  <xsd:element name="As_Of_Effective_Date" type="xsd:date" minOccurs="0"/>
                  <xsd:element name="As_Of_Entry_DateTime" type="xsd:dateTime" minOccurs="0"/>
                  <xsd:element name="Page" type="xsd:decimal" minOccurs="0"/>
                  <xsd:element name="Count" type="xsd:decimal" minOccurs="0"/>
                </xsd:sequence>
              </xsd:complexType>
              <xsd:complexType name="Response_GroupType">
                <xsd:sequence>
                  <xsd:element name="Include_Reference" type="xsd:boolean" minOccurs="0"/>
                  <xsd:element name="Include_Personal_Information" type="xsd:boolean" minOccurs="0"/>
                  <xsd:element name="Include_Employment_Information" type="xsd:boolean" minOccurs="0"/>
                  <xsd:element name="Include_Organizations" type="xsd:boolean" minOccurs="0"/>
                </xsd:sequence>
              </xsd:complexType>
              <xsd:complexType name="Get_Workers_RequestType">
                <xsd:sequence>
                  <xsd:element name="Request_References" type="wd:Request_ReferencesType" minOccurs="0"/>
                  <xsd:element name="Response_Filter" type="wd:Response_FilterType" minOccurs="0"/>
                  <xsd:element name="Response_Group" type="wd:Response_GroupType" minOccurs="0"/>
                </xsd:sequence>
                <xsd:attribute ref="wd:version"/>
              </xsd:complexType>
              <xsd:complexType name="Response_ResultsType">
                <xsd:sequence>
                  <xsd:element name="Total_Results" type="xsd:decimal" minOccurs="0"/>
                  <xsd:element name="Total_Pages" type="xsd:decimal" minOccurs="0"/>
                  <xsd:element name="Page_Results" type="xsd:decimal" minOccurs="0"/>
                  <xsd:element name="Page" type="xsd:decimal" minOccurs="0"/>
                </xsd:sequence>
              </xsd:complexType>
              <xsd:complexType name="WorkerType">
                <xsd:sequence>
                  <xsd:element name="Worker_Reference" type="wd:ReferenceType" minOccurs="0"/>
                  <xsd:element name="Worker_Descriptor" type="xsd:string" minOccurs="0"/>
                  <xsd:any minOccurs="0" maxOccurs="unbounded" processContents="lax"/>
                </xsd:sequence>
              </xsd:complexType>
              <xsd:complexType name="Response_DataType"><xsd:sequence><xsd:element name="Worker" type="wd:WorkerType" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence></xsd:complexType>
              <xsd:complexType name="Get_Workers_ResponseType">
                <xsd:sequence>
                  <xsd:any minOccurs="0" maxOccurs="unbounded" processContents="lax"/>
                  <xsd:element name="Response_Results" type="wd:Response_ResultsType" minOccurs="0"/>
                  <xsd:element name="Response_Data" type="wd:Response_DataType" minOccurs="0"/>
                </xsd:sequence>
                <xsd:attribute ref="wd:version"/>
              </xsd:complexType>
            </xsd:schema>
          </wsdl:types>
          <wsdl:message name="Server_Timestamp_GetInputMsg"><wsdl:part name="body" element="wd:Server_Timestamp_Get"/></wsdl:message>
          <wsdl:message name="Server_Timestamp_GetOutputMsg"><wsdl:part name="body" element="wd:Server_Timestamp"/></wsdl:message>
          <wsdl:message name="Get_WorkersInputMsg"><wsdl:part name="body" element="wd:Get_Workers_Request"/></wsdl:message>
          <wsdl:message name="Get_WorkersOutputMsg"><wsdl:part name="body" element="wd:Get_Workers_Response"/></wsdl:message>
          <wsdl:portType name="Human_ResourcesPort">
            <wsdl:operation name="Server_Timestamp"><wsdl:input message="wd-wsdl:Server_Timestamp_GetInputMsg"/><wsdl:output message="wd-wsdl:Server_Timestamp_GetOutputMsg"/></wsdl:operation>
            <wsdl:operation name="Get_Workers"><wsdl:input message="wd-wsdl:Get_WorkersInputMsg"/><wsdl:output message="wd-wsdl:Get_WorkersOutputMsg"/></wsdl:operation>
          </wsdl:portType>
          <wsdl:binding name="Human_ResourcesBinding" type="wd-wsdl:Human_ResourcesPort">
            <soapbind:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
            <wsdl:operation name="Server_Timestamp"><soapbind:operation style="document" soapAction=""/><wsdl:input><soapbind:body use="literal"/></wsdl:input><wsdl:output><soapbind:body use="literal"/></wsdl:output></wsdl:operation>
            <wsdl:operation name="Get_Workers"><soapbind:operation style="document" soapAction=""/><wsdl:input><soapbind:body use="literal"/></wsdl:input><wsdl:output><soapbind:body use="literal"/></wsdl:output></wsdl:operation>
          </wsdl:binding>
          <wsdl:service name="Human_ResourcesService">
            <wsdl:port name="Human_Resources" binding="wd-wsdl:Human_ResourcesBinding"><soapbind:address location="{address}"/></wsdl:port>
          </wsdl:service>
          <!-- {version} -->
        </wsdl:definitions>
        """;
}
